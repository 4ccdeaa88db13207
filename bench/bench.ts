import type { Peer } from '../test/providers/peer';
import { startPeer } from '../test/providers/peer';
import { BenchWorkspace } from './workspace';
import type { Calls } from './workspaceProcess';

const client = { client_id: 'bench', client_secret: 'bench-secret' };

/** The stub provider, and whoever signs people in with it. */
export class Bench {
	private readonly stops: Array<() => Promise<void>> = [];

	private constructor(private readonly provider: Peer<{ url: string; issuer: string }>) {
		this.stops.push(provider.stop);
	}

	static async start(): Promise<Bench> {
		return new Bench(await startPeer('../../bench/provider.mjs', client));
	}

	/** What an admin fills in. */
	get configuration() {
		return { issuer: this.provider.ready.issuer, clientId: client.client_id, clientSecret: client.client_secret };
	}

	async startWorkspace(): Promise<BenchWorkspace> {
		const workspace = await BenchWorkspace.start(this.configuration);
		this.stops.unshift(() => workspace.stop());
		return workspace;
	}

	/** The relying party on openid-client, or another one of this folder. @returns its address */
	async startRelyingParty(file = 'relyingParty.mjs'): Promise<string> {
		const { issuer } = this.configuration;
		const peer = await startPeer<{ url: string }>(`../../bench/${file}`, { ...client, issuer });
		this.stops.unshift(peer.stop);
		return peer.ready.url;
	}

	/** Milliseconds before each answer of the provider to a server. */
	async setDelay(delay: number): Promise<void> {
		await fetch(`${this.provider.ready.url}/_peer/behaviour`, { method: 'PUT', body: JSON.stringify({ delay }) });
	}

	/** What the provider was asked since this was called last, by path. */
	async takeProviderRequests(): Promise<Calls> {
		return (await (await fetch(`${this.provider.ready.url}/_bench/requests`)).json()) as Calls;
	}

	async stop(): Promise<void> {
		for (const stop of this.stops) await stop();
	}
}
