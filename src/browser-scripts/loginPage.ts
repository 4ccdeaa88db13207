import type { LoginPageData } from './data';
import { guarded } from './parts/login-page/guarded';
import { putButtons } from './parts/login-page/putButtons';

/** The script of Rocket.Chat's login page. */
export default function loginPage(data: LoginPageData): void {
	guarded(() => putButtons(data))();
}
