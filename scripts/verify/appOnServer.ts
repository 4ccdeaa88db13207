import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { AppInfo } from '../package';
import type { Server } from './server';
import { ServerRefusal } from './server';

/** A setting of an app, as `/api/apps/<id>/settings` gives and takes it. */
export interface AppSetting {
	readonly id: string;
	readonly packageValue?: unknown;
	/** Absent until it was saved for the first time. */
	readonly value?: unknown;
	readonly i18nDescription?: string;
	readonly [field: string]: unknown;
}

export interface FoundApp {
	readonly version: string;
	readonly status: string;
}

/** How often an app is enabled that the server has just taken: it may be swapping the app's process. */
const enablingTries = 5;

/** The app on the server, as an administrator's pages see it (`/api/apps`). */
export class AppOnServer {
	constructor(
		private readonly server: Server,
		private readonly info: AppInfo,
	) {}

	get id(): string {
		return this.info.id;
	}

	/** An address of the app. */
	url(below: string): string {
		return `${this.server.url}/api/apps/public/${this.id}/${below}`;
	}

	/** @returns undefined where it is not installed */
	async find(): Promise<FoundApp | undefined> {
		const reply = await this.server.request('GET', `/api/apps/${this.id}`);
		if (reply.status === 404) return undefined;
		if (reply.status !== 200) throw new ServerRefusal(`GET /api/apps/${this.id}`, reply);
		return reply.body.app as FoundApp;
	}

	/**
	 * Uploads the package with the permissions that it asks for, and has the app be enabled.
	 *
	 * @param replace whether it takes the place of the one that is there
	 * @throws ServerRefusal
	 */
	async install(zip: string, replace: boolean): Promise<void> {
		const form = new FormData();
		form.append('app', new Blob([new Uint8Array(readFileSync(zip))]), path.basename(zip));
		form.append('permissions', JSON.stringify(this.info.permissions));
		await this.server.call('POST', replace ? `/api/apps/${this.id}` : '/api/apps', form);
		await this.enable();
	}

	/** Enables the app where it is not. */
	async enable(): Promise<void> {
		for (let tries = 0; tries < enablingTries; tries++) {
			if (await this.isEnabled()) return;
			if (tries > 0) await setTimeout(2_000);
			await this.server.call('POST', `/api/apps/${this.id}/status`, { status: 'manually_enabled' });
		}
		if (!(await this.isEnabled())) throw new Error(`The app is ${(await this.find())?.status}`);
	}

	async isEnabled(): Promise<boolean> {
		return /enabled$/.test((await this.find())?.status ?? '');
	}

	async uninstall(): Promise<void> {
		const reply = await this.server.request('DELETE', `/api/apps/${this.id}`);
		if (reply.status !== 200 && reply.status !== 404) throw new ServerRefusal('Uninstalling the app', reply);
	}

	/** By their ids. */
	async settings(): Promise<Record<string, AppSetting>> {
		const path = `/api/apps/${this.id}/settings`;
		return (await this.server.call<{ settings: Record<string, AppSetting> }>('GET', path)).settings;
	}

	/** Waits until there is a setting of that id: the app provides those of a new provider a moment later. */
	async setting(id: string): Promise<AppSetting> {
		for (let tries = 0; tries < 30; tries++) {
			const found = (await this.settings())[id];
			if (found) return found;
			await setTimeout(500);
		}
		throw new Error(`The app has no setting ${id}`);
	}

	async save(setting: AppSetting): Promise<void> {
		await this.server.call('POST', `/api/apps/${this.id}/settings/${setting.id}`, { setting });
	}
}
