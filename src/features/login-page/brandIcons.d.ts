/** The marks of providers and presets, by their id: the path of an SVG of 24 by 24. Made by scripts/brandIcons.cjs. */
declare module 'brand-icons' {
	const icons: Readonly<Record<string, string>>;
	export default icons;
}
