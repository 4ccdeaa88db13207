import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Settings } from './settings';

/** The one inline script that core allows: that of the page that ends a CAS sign-in. */
const CLOSE_WINDOW_HASH = createHash('sha256').update('window.close()').digest('base64');

/** The headers that core puts on every response, of apps too, unless they set their own. */
export function defaultHeaders(settings: Settings): RequestHandler {
	return (_request, response, next) => {
		const extra = settings.get<string>('Extra_CSP_Domains');
		if (settings.get('Enable_CSP')) {
			response.set(
				'Content-Security-Policy',
				[
					`default-src 'self'${extra && ` ${extra}`}`,
					'connect-src *',
					"font-src 'self' data:",
					'frame-src *',
					'img-src * data: blob:',
					'media-src * data:',
					`script-src 'self' 'unsafe-eval' 'sha256-${CLOSE_WINDOW_HASH}'${extra && ` ${extra}`}`,
					"style-src 'self' 'unsafe-inline'",
				].join('; '),
			);
		}
		response.set('X-Frame-Options', settings.get<string>('Iframe_X_Frame_Options'));
		next();
	};
}
