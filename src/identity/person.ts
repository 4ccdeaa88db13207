import type { Identity } from './identity';
import { cleanText } from '../values/foreignText';

/** `bob@mail.example.com` -> `b…@m….com`: enough for anyone who knows the person, and for nobody else. */
export function maskAddress(address: string): string {
	const [local = '', domain = ''] = address.split(/@(?=[^@]*$)/);
	const [first = '', ...labels] = domain.split('.');
	const end = labels.pop();
	return `${shorten(local)}@${shorten(first)}${end ? `.${end}` : ''}`;
}

const shorten = (part: string): string => `${[...part][0] ?? ''}…`;

/** What an identity may be called in a list for admins; many a username is an address. */
export function personOf({ username, email }: Pick<Identity, 'username' | 'email'>): string | undefined {
	const name = username || email;
	return name && cleanText(name.includes('@') ? maskAddress(name) : name, 64);
}
