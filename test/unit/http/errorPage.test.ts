import type { ErrorCode } from '../../../src/errors';
import { errorCodes, LoginError, nextSteps } from '../../../src/errors';
import { hintKey, textKey, titleKey } from '../../../src/texts/errorTexts';
import { textsFor } from '../../../src/texts/texts';
import { answerOf } from '../support/endpoint';
import { appPath } from '../support/ports';

const codes = Object.keys(errorCodes) as ErrorCode[];

/** What a sentence says that names each of the things a page can offer. */
interface Words {
	readonly retry: RegExp;
	readonly page: RegExp;
	readonly login: RegExp;
	readonly reference: RegExp;
}

// prettier-ignore
const languages: ReadonlyArray<readonly [string, Words]> = [
	['en', { retry: /try again/i, page: /open the page again/i, login: /login page/, reference: /reference/ }],
	['de', { retry: /versuchen Sie es noch einmal/, page: /öffnen Sie die Seite noch einmal/i, login: /Anmeldeseite/, reference: /Referenz/ }],
	['fr', { retry: /réessay(?:er|ez)/, page: /rouvrez la page/i, login: /page de connexion/, reference: /référence/ }],
	['es', { retry: /inténtelo de nuevo/i, page: /vuelva a abrir la página/i, login: /página de inicio de sesión/, reference: /referencia/ }],
	['pt-BR', { retry: /tente novamente/i, page: /abra a página de novo/i, login: /página de login/, reference: /referência/ }],
	['ja', { retry: /もう一度お試し/, page: /ページを開き直して/, login: /ログインページ/, reference: /参照番号/ }],
	['zh-CN', { retry: /重试/, page: /重新打开页面/, login: /登录页面/, reference: /编号/ }],
	['ar', { retry: /حاول مرة أخرى/, page: /افتح الصفحة مرة أخرى/, login: /صفحة تسجيل الدخول/, reference: /الرقم المرجعي/ }],
];

type Offer = keyof Words;

/** What a page has, in its order, and what its sentences are. */
function read(page: string, t: (key: 'try_again' | 'open_page_again' | 'back_to_login') => string) {
	const main = /<main>([^]*)<\/main>/.exec(page)?.[1] ?? '';
	const named = new Map<string, Offer>([
		[t('try_again'), 'retry'],
		[t('open_page_again'), 'page'],
		[t('back_to_login'), 'login'],
	]);
	const parts = [...main.matchAll(/<a [^>]*?href="([^"]*)"[^>]*>([^<]*)<\/a>|<section class="details"/g)];
	return {
		title: /<h1>([^<]*)<\/h1>/.exec(main)?.[1],
		sentences: [...main.matchAll(/<p>([^<]*)<\/p>/g)].map(([, text = '']) => text).slice(0, -1),
		offers: parts.map(([whole, , name = '']) => (whole.startsWith('<section') ? 'reference' : named.get(name))),
		addresses: parts.flatMap(([, address, name = '']) => (address === undefined ? [] : [[named.get(name), address]])),
		primary: [...main.matchAll(/class="button primary"[^>]*>([^<]*)</g)].map(([, name = '']) => named.get(name)),
	};
}

async function told(code: ErrorCode, lang: string, retry?: string): Promise<string> {
	const get = (): Promise<never> => Promise.reject(new LoginError(code, 'the detail'));
	const { content } = await answerOf({ path: 'a', retry: () => retry, get }, { headers: { 'accept-language': lang } });
	return String(content);
}

/** What a sentence names, in its order. */
function namedIn(sentence: string, words: Words): Offer[] {
	const found = (Object.keys(words) as Offer[]).map((offer) => [sentence.search(words[offer]), offer] as const);
	return found
		.filter(([at]) => at >= 0)
		.sort(([a], [b]) => a - b)
		.map(([, offer]) => offer);
}

describe.each(languages)('%s', (lang, words) => {
	const { t } = textsFor(lang, undefined);

	test.each([
		['where the sign-in can start again', 'login/okta'],
		['where no address is known for that', undefined],
	])('each page offers what its text names, in that order, and nothing else, %s', async (_name, retry) => {
		const wrong: unknown[] = [];
		for (const code of codes) {
			const { sentences, offers } = read(await told(code, lang, retry), t);
			const names = namedIn(sentences.at(-1)!, words);
			// Code and reference are on every page; where no sentence names them they are at its end.
			const expected = names.includes('reference') ? names : [...names, 'reference'];
			if (JSON.stringify(offers) !== JSON.stringify(expected)) wrong.push({ code, offers, expected });
		}
		expect(wrong).toEqual([]);
	});

	test('each page says what happened, and what there is to do first where its row has that', async () => {
		const wrong: unknown[] = [];
		for (const code of codes) {
			const { title, sentences } = read(await told(code, lang, 'login/okta'), t);
			const hint = hintKey(code);
			const expected = [t(titleKey(code)), t(textKey(code)), ...(hint ? [t(hint)] : [])].map(escaped);
			const got = [title, ...sentences.slice(0, -1)];
			if (JSON.stringify(got) !== JSON.stringify(expected)) wrong.push({ code, got, expected });
		}
		expect(wrong).toEqual([]);
	});
});

const escaped = (text: string): string =>
	text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/'/g, '&#39;').replace(/</g, '&lt;');

describe('the rows', () => {
	const { t } = textsFor('en', undefined);
	const pageOf = async (code: ErrorCode, retry?: string) => read(await told(code, 'en', retry), t);

	test.each(codes)('%s: its page has what its next step offers, with addresses of this workspace', async (code) => {
		const { offers, addresses, primary } = await pageOf(code, 'login/okta');
		const expected: readonly Offer[] = nextSteps[errorCodes[code].next].offers;
		expect(offers).toEqual(expected.includes('reference') ? expected : [...expected, 'reference']);
		const retry = `${appPath}/login/okta`;
		const addressOf = { retry, page: retry, login: '/login' };
		const links = expected.filter((offer) => offer !== 'reference');
		expect(addresses).toEqual(links.map((offer) => [offer, addressOf[offer]]));
		expect(primary).toEqual(expected[0] === 'reference' ? [] : [expected[0]]);
	});

	test('a link that starts or opens the same again is there only where that can help', () => {
		const idle = Object.values(nextSteps).filter(({ retryHelps }) => !retryHelps);
		expect(
			idle.flatMap(({ offers }) => offers).filter((offer: Offer) => offer === 'retry' || offer === 'page'),
		).toEqual([]);
	});

	test('where there is no address to start again, the login page takes its place', async () => {
		const { offers, primary } = await pageOf('internal');
		expect([offers, primary]).toEqual([['login', 'reference'], ['login']]);
	});

	test('a page of a workspace that only passes the sign-in on does not lead to its own login page', async () => {
		const proxy = codes.filter((code) => errorCodes[code].stage === 'proxy');
		const pages = await Promise.all(proxy.map((code) => pageOf(code)));
		expect(pages.map(({ addresses }) => addresses)).toEqual(proxy.map(() => []));
	});

	test('code and reference are a region with a name', async () => {
		expect(await told('client_refused', 'en')).toContain(
			`<section class="details" aria-label="${t('for_the_admin')}">`,
		);
	});
});
