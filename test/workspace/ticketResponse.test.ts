import { parseTicketResponse } from './cas/ticketResponse';

const success = (inside: string): string =>
	`<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'>\n <cas:authenticationSuccess>${inside}</cas:authenticationSuccess>\n</cas:serviceResponse>`;

it.each<[what: string, inside: string, attributes: object]>([
	[
		'an element of attributes, with several values and names in any case',
		'<cas:attributes><cas:memberOf>a</cas:memberOf><cas:memberOf>b</cas:memberOf><cas:GivenName>J</cas:GivenName></cas:attributes>',
		{ memberof: ['a', 'b'], givenname: ['J'] },
	],
	[
		'attributes beside the user',
		'<cas:surname>Smith</cas:surname><cas:empty></cas:empty><cas:proxyGrantingTicket>PGT</cas:proxyGrantingTicket>',
		{ surname: ['Smith'] },
	],
	['names and values', "<cas:attribute name='Mail' value='a&amp;b'/>", { Mail: ['a&b'] }],
	['nothing', '', {}],
	[
		'text that is escaped',
		'<cas:attributes><cas:a>&lt;b&gt; &amp;amp; &#233;&#xe9; &quot;</cas:a><cas:c><![CDATA[<d>&]]></cas:c></cas:attributes>',
		{ a: ['<b> &amp; éé "'], c: ['<d>&'] },
	],
])('reads %s', (_what, inside, attributes) => {
	expect(parseTicketResponse(success(`<cas:user>jo&amp;e</cas:user>${inside}`), 2)).toEqual({
		username: 'jo&e',
		attributes,
	});
});

it.each<[body: string, version: number, message: string]>([
	[success(''), 2, 'No username?'],
	[
		'<cas:authenticationFailure code="INVALID_TICKET"> gone </cas:authenticationFailure>',
		2,
		'Validation failed [INVALID_TICKET]: gone',
	],
	['<html>', 2, 'Bad response format.'],
	['no\n\n', 1, 'Unable to validate ticket'],
	['perhaps\n', 1, 'Bad response format.'],
])('refuses %j', (body, version, message) => {
	expect(() => parseTicketResponse(body, version)).toThrow(message);
});

it('reads a name at version 1.0', () => {
	expect(parseTicketResponse('yes\njoe\n', 1)).toEqual({ username: 'joe' });
});
