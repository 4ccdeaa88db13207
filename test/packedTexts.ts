import { load } from './kept';

/** What `import texts from 'packed-texts'` gives: read once for all test files of a process. Nothing changes them. */
export default load<{ default: unknown }>(require.resolve('../scripts/packedTexts.cjs')).default;
