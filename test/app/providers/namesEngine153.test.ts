import { engineDir, testNames } from './namesCases';

testNames({ workspace: { engineDir: engineDir('apps-engine-1-53') } });
