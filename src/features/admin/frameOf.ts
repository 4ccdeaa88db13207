import type { FrameData } from './adminFrame';
import type { Visit } from '../../browser/visits';
import type { Call } from '../../http/endpoint';
import { pageContext } from '../../http/respond';
import type { Workspace } from '../../settings/workspace';
import type { Texts } from '../../texts/texts';

/** What each page for administrators takes of the request. */
export async function frameOf(
	call: Call,
	{ token }: Visit,
): Promise<{ readonly texts: Texts; readonly workspace: Workspace; readonly frame: FrameData }> {
	const { texts, workspace, nonce, workspaceName } = await pageContext(call);
	const below = `${workspace.path}${call.ports.appPath}`;
	return { texts, workspace, frame: { nonce, workspaceName, below, token, homeUrl: `${workspace.path}/home` } };
}
