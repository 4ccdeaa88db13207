import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as AppModule from '@rocket.chat/apps-engine/definition/App';
import type * as ExceptionsModule from '@rocket.chat/apps-engine/definition/exceptions';
import type * as MetadataModule from '@rocket.chat/apps-engine/definition/metadata';
import type * as RoomsModule from '@rocket.chat/apps-engine/definition/rooms';
import type * as SlashCommandsModule from '@rocket.chat/apps-engine/definition/slashcommands';

/** Where the server's own copy of `@rocket.chat/apps-engine` is: put in when this program is built. */
declare const DEFINITIONS: string;

const requireModule = createRequire(join(DEFINITIONS, 'package.json'));

const NATIVE = [
	...['path', 'url', 'crypto', 'buffer', 'stream', 'net', 'http', 'https', 'zlib', 'util', 'punycode', 'os'],
	...['querystring', 'fs'],
];
const ENGINE = '@rocket.chat/apps-engine';
const ALLOWED = [...NATIVE, 'uuid', ENGINE];

/**
 * The `require` of apps. What is allowed is compared by its beginning, so that `fs/promises` passes; and apps get the
 * server's copy of the engine's definitions, never their own. (Read: packages/apps/node-runtime, src/lib/require.ts)
 * @throws for every other module
 */
export function requireForApp(name: string): unknown {
	const module = name.replace('node:', '');
	if (!ALLOWED.some((prefix) => module.startsWith(prefix))) throw new Error(`Module ${name} is not allowed`);
	return requireModule(module.startsWith(ENGINE) ? join(DEFINITIONS, module.slice(ENGINE.length)) : module);
}

const definition = <Module>(name: string): Module => requireForApp(`${ENGINE}/definition/${name}`) as Module;

export const { App } = definition<typeof AppModule>('App');
export const { AppsEngineException } = definition<typeof ExceptionsModule>('exceptions');
export const { RocketChatAssociationModel } = definition<typeof MetadataModule>('metadata');
export const { RoomType } = definition<typeof RoomsModule>('rooms');
export const { SlashCommandContext } = definition<typeof SlashCommandsModule>('slashcommands');
