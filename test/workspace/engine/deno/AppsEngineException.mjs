// The runtime imports this from a source folder that the published package does not have: take the compiled one.
import { createRequire } from 'node:module';

const source = import.meta.resolve('@rocket.chat/apps-engine/definition/exceptions/AppsEngineException.js');
const compiled = decodeURIComponent(new URL(source).pathname).replace(/\/src\/definition\//, '/definition/');
export const { AppsEngineException } = createRequire(import.meta.url)(compiled);
