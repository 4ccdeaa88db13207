import { createHash } from 'node:crypto';

/** The one inline script core allows: what `/_cas/:token` answers with. */
const closeWindow = createHash('sha256').update('window.close()').digest('base64');

/** The header of every answer of core that brings none of its own, as seen on 6.5.3 and 7.7.1. */
export const contentSecurityPolicy = [
	"default-src 'self'",
	'connect-src *',
	"font-src 'self' data:",
	'frame-src *',
	'img-src * data: blob:',
	'media-src * data:',
	`script-src 'self' 'unsafe-eval' 'sha256-${closeWindow}'`,
	"style-src 'self' 'unsafe-inline'",
].join('; ');
