/** Where there is a mobile app. An iPad that calls itself a Mac is none. */
export const isPhone = (userAgent = ''): boolean => /\b(?:Android|iPhone|iPad|iPod)\b/.test(userAgent);
