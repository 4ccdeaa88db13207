import { testNames } from './namesCases';

testNames({});
