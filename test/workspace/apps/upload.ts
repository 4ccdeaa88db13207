import busboy from 'busboy';
import type { Request } from 'express';

export interface Upload {
	/** The field `app`. */
	file?: Buffer;
	fields: Record<string, string>;
}

/** Reads a multipart form as the admin UI and `rc-apps deploy` send it. */
export function readUpload(request: Request): Promise<Upload> {
	return new Promise((resolve, reject) => {
		const upload: Upload = { fields: {} };
		const form = busboy({ headers: request.headers });
		form.on('field', (name, value) => {
			upload.fields[name] = value;
		});
		form.on('file', (name, stream) => {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				if (name === 'app') {
					upload.file = Buffer.concat(chunks);
				}
			});
		});
		form.on('close', () => resolve(upload));
		form.on('error', reject);
		request.pipe(form);
	});
}
