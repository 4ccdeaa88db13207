import type { Browser, BrowserContextOptions } from 'playwright-core';
import { Scene } from '../app/support/scene';
import type { SceneOptions } from '../app/support/scene';
import { connectBrowser } from './browser';
import { Visitor } from './visitor';

/** A scene and a browser for all the tests of a file, and the people who come in one of them and leave at its end. */
export class Stage {
	scene!: Scene;
	private browser!: Browser;
	private visitors: Visitor[] = [];

	constructor(options: SceneOptions) {
		beforeAll(async () => {
			[this.scene, this.browser] = await Promise.all([Scene.setUp(options), connectBrowser()]);
			await this.scene.settle();
		});
		afterEach(async () => {
			await Promise.all(this.visitors.map((visitor) => visitor.leave()));
			this.visitors = [];
		});
		afterAll(async () => {
			await this.browser.close();
			await this.scene.stop();
		});
	}

	async arrive(options?: BrowserContextOptions): Promise<Visitor> {
		const visitor = await Visitor.arrive(this.browser, this.scene, options);
		this.visitors.push(visitor);
		return visitor;
	}
}
