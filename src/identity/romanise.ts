/**
 * Letters of other scripts in Latin ones, for usernames: as passports and street signs have them, without marks. Lower case.
 *
 * No library: the ones that are well kept bring tables of 35 kB and more, and know neither Hangul nor kana. Han, Thai and
 * the scripts of India are not here: Han needs a dictionary, and without their vowels the others are not readable.
 */
const tables = [
	// Cyrillic, of the Slavic languages and of Kazakh
	`а a б b в v г g ґ g ѓ gj д d ђ dj е e ё yo є ye ж zh з z ѕ dz и i і i ї yi й y ј j к k ќ kj л l љ lj м m н n њ nj
	о o п p р r с s т t ћ c у u ў u ф f х kh ц ts ч ch џ dz ш sh щ shch ъ - ы y ь - э e ю yu я ya
	ә a ғ g қ k ң n ө o ұ u ү u һ h`,
	// Greek, without its accents
	`ου ou αυ av ευ ev γγ ng γκ gk α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y
	φ f χ ch ψ ps ω o`,
	// Arabic, with the letters of Persian and Urdu
	`ا a أ a إ i آ a ب b پ p ت t ٹ t ث th ج j چ ch ح h خ kh د d ڈ d ذ dh ر r ڑ r ز z ژ zh س s ش sh ص s ض d ط t ظ z ع a
	غ gh ف f ق q ك k ک k گ g ل l م m ن n ں n ه h ہ h ھ h ة a و w ؤ w ي y ی y ى a ئ y ے e ء - ـ -`,
	`א a ב b ג g ד d ה h ו v ז z ח h ט t י y כ k ך k ל l מ m ם m נ n ן n ס s ע a פ p ף p צ ts ץ ts ק k ר r ש sh ת t`,
	`ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh ყ q შ sh ჩ ch ც ts
	ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h`,
	`ու u ա a բ b գ g դ d ե e զ z է e ը y թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n շ sh ո o չ ch պ p
	ջ j ռ r ս s վ v տ t ր r ց ts ւ v փ p ք k օ o ֆ f և ev`,
	// Hiragana (Hepburn). A capital marks what changes the syllable before it, Q what doubles the consonant after it.
	`あ a い i う u え e お o か ka き ki く ku け ke こ ko が ga ぎ gi ぐ gu げ ge ご go さ sa し shi す su せ se そ so ざ za じ ji
	ず zu ぜ ze ぞ zo た ta ち chi つ tsu て te と to だ da ぢ ji づ zu で de ど do な na に ni ぬ nu ね ne の no は ha ひ hi ふ fu
	へ he ほ ho ば ba び bi ぶ bu べ be ぼ bo ぱ pa ぴ pi ぷ pu ぺ pe ぽ po ま ma み mi む mu め me も mo や ya ゆ yu よ yo ら ra り ri
	る ru れ re ろ ro わ wa ゐ i ゑ e を o ん n ゔ vu ゃ Ya ゅ Yu ょ Yo ぁ A ぃ I ぅ U ぇ E ぉ O っ Q ー -`,
];

const letters = new Map(
	tables.flatMap((table) => {
		const words = table.split(/\s+/);
		return words.flatMap((word, index) =>
			index % 2 === 0 ? [[word, words[index + 1] === '-' ? '' : words[index + 1]!] as const] : [],
		);
	}),
);
const longestFirst = [...letters.keys()].sort((a, b) => b.length - a.length);
const known = new RegExp(longestFirst.join('|'), 'gu');

/** Revised Romanization of Korean, syllable by syllable. The blocks of Unicode are (initial * 21 + medial) * 28 + final. */
const initials = 'g kk n d tt r m b pp s ss - j jj ch k t p h'.split(' ');
const medials = 'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' ');
const finals = '- k k k n n n t l k m l l l p l m p p t t ng t t k t p t'.split(' ');

/**
 * @param text in lower case and in the form NFKC
 * @returns with the letters that are known in Latin ones, and all others as they are
 */
export function romanise(text: string): string {
	return (
		text
			.replace(/\p{Script=Greek}+/gu, withoutMarks)
			// Of Arabic and Hebrew, the vowel signs.
			.replace(/[\u0591-\u05c7\u064b-\u065f\u0670]/gu, '')
			.replace(/[ァ-ヴ]/gu, (katakana) => String.fromCharCode(katakana.charCodeAt(0) - 0x60))
			.replace(known, (letter) => letters.get(letter)!)
			.replace(/[가-힣]/gu, syllable)
			.replace(/(sh|ch|j)iY/g, '$1')
			.replace(/iY/g, 'y')
			.replace(/[aiueo](?=[AIUEO])/g, '')
			.replace(/Q(?=ch)/g, 't')
			.replace(/Q(?=([a-z]))/g, '$1')
			.replace(/Q/g, '')
			.toLowerCase()
	);
}

const withoutMarks = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '');

function syllable(character: string): string {
	const index = character.charCodeAt(0) - 0xac00;
	const parts = [initials[Math.floor(index / 588)], medials[Math.floor(index / 28) % 21], finals[index % 28]];
	return parts.join('').replaceAll('-', '');
}
