import type { IApiRequest } from '@rocket.chat/apps-engine/definition/api';

import { self } from '../../../src/features/cas-server/casServerEndpoint';
import type { HttpRequest } from '../../../src/ports/transport';
import { callOf } from './call';
import type { Answer } from './transport';
import type { Ports } from '../../../src/ports/ports';

/** What the app answers to its own question, as an instance of the server that knows nothing but what is in the store. */
export async function answerSelfCheck({ method, body }: HttpRequest, ports: Ports, silent = true): Promise<Answer> {
	if (method !== 'POST') return { status: 405 };
	const content = JSON.parse(body!) as IApiRequest['content'];
	const { status, headers, content: answer } = await self.post!({ ...callOf({ content }, ports), silent });
	return { status, headers, body: answer as string };
}
