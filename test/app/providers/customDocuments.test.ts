import { documents } from './customCases';
import { testCustom } from './customScene';

testCustom(documents);
