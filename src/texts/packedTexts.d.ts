/** The texts of all languages, each key once, and each sentence once in a language: scripts/packedTexts.cjs makes them. */
declare module 'packed-texts' {
	const texts: {
		readonly keys: readonly string[];
		/** Keys of hints that only the admin's form shows, which Rocket.Chat reads from `i18n/`: without their texts. */
		readonly formOnly: readonly string[];
		/**
		 * By the name of the language's file, in the order of the keys: the text; the number of the key that has the same
		 * text; or null if the language has none.
		 */
		readonly values: Readonly<Record<string, ReadonlyArray<string | number | null>>>;
	};
	export default texts;
}
