import type { Handlers } from '../../http/endpoint';
import { pageContext, respond } from '../../http/respond';
import { helpPage } from './helpPage';

/** The reference of errors. It says nothing about this workspace, so that everyone may read it. */
export const help: Handlers = {
	path: 'help',
	get: async (call) => {
		const { texts, workspace, ...page } = await pageContext(call);
		return respond(helpPage(texts, { ...page, below: `${workspace.path}${call.ports.appPath}` }));
	},
};
