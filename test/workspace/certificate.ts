import type * as Selfsigned from 'selfsigned';
import { load } from '../kept';
import { randomId } from './random';

export interface Certificate {
	key: string;
	/** Both the server's certificate and what clients have to trust. */
	cert: string;
}

/** A certificate for localhost and 127.0.0.1 that is valid from now, for some days. */
export async function createCertificate(): Promise<Certificate> {
	const { generate } = load<typeof Selfsigned>('selfsigned');
	// Two trusted certificates of one name would be taken for each other: the host is in the alternative names only.
	const name = `Workspace ${randomId()}`;
	const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
		algorithm: 'sha256',
		keyType: 'ec',
		extensions: [
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
			{ name: 'extKeyUsage', serverAuth: true },
			{
				name: 'subjectAltName',
				altNames: [
					{ type: 2, value: 'localhost' },
					{ type: 7, ip: '127.0.0.1' },
				],
			},
		],
	});
	return { key, cert };
}
