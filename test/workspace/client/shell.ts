import type { ClientConfig } from './publicSettings';

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The one page behind every route of the client. The configuration is data, not script: the CSP lets it through. */
export function shell(config: ClientConfig, customScripts: string): string {
	const { Language, Site_Name } = config.settings;
	return `<!DOCTYPE html>
<html lang="${escape(Language || 'en')}">
<head>
	<meta charset="utf-8">
	<base href="/">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<meta name="color-scheme" content="light dark">
	<title>${escape(Site_Name)}</title>
	<link rel="icon" href="data:,">
	<link rel="stylesheet" href="/client.css">
	<script type="application/json" id="client-config">${JSON.stringify(config).replaceAll('<', '\\u003c')}</script>
	<script src="${escape(customScripts)}"></script>
	<script src="/client.js" defer></script>
</head>
<body>
	<div id="react-root"></div>
</body>
</html>
`;
}
