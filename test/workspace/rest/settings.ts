import { hasPermission } from '../accounts/permissions';
import { MeteorError } from '../errors';
import type { SettingDocument, Settings } from '../settings';
import type { Store } from '../store';
import { Answer } from './api';
import type { Api } from './api';

/** Settings of the server, and the services that clients offer at sign-in. */
export function settingsRoutes(api: Api, store: Store, settings: Settings): void {
	const visible = (): SettingDocument[] => [...store.settings.values()].filter((setting) => !setting.hidden);
	const services = (): Record<string, unknown>[] =>
		settings.service<boolean>('CAS_enabled')
			? [
					{
						_id: 'cas',
						service: 'cas',
						enabled: true,
						base_url: settings.service('CAS_base_url'),
						login_url: settings.service('CAS_login_url'),
						buttonLabelText: settings.service('CAS_button_label_text'),
						buttonLabelColor: settings.service('CAS_button_label_color'),
						buttonColor: settings.service('CAS_button_color'),
						width: settings.service('CAS_popup_width'),
						height: settings.service('CAS_popup_height'),
						autoclose: settings.service('CAS_autoclose'),
					},
				]
			: [];

	api.route('get', '/v1/settings.public', { authRequired: false }, () => {
		const listed = visible()
			.filter((setting) => setting.public)
			.map(({ _id, value, type }) => ({ _id, value, type, enterprise: false }));
		return { settings: listed, count: listed.length, offset: 0, total: listed.length };
	});

	api.route('get', '/v1/settings.oauth', { authRequired: false }, () => ({ services: services() }));

	api.route('get', '/v1/service.configurations', { authRequired: false }, () => ({ configurations: services() }));

	api.route('get', '/v1/settings', {}, ({ user }) => {
		const listed = visible()
			.filter((setting) => setting.public || hasPermission(store, user, 'view-privileged-setting'))
			.map(({ _id, value }) => ({ _id, value }));
		return { settings: listed, count: listed.length, offset: 0, total: listed.length };
	});

	api.route('get', '/v1/settings/:id', { permissions: ['view-privileged-setting'] }, ({ params }) => {
		const setting = settings.find(params.id ?? '');
		if (!setting || setting.hidden) {
			return new Answer(400, { success: false });
		}
		return { _id: setting._id, value: setting.value };
	});

	api.route(
		'post',
		'/v1/settings/:id',
		{ permissions: ['edit-privileged-setting'], twoFactor: true },
		({ params, body }) => {
			const setting = settings.find(params.id ?? '');
			if (!setting) {
				return new Answer(400, { success: false });
			}
			if (body.value === undefined) {
				throw new MeteorError('error-invalid-params', "Match error: Missing key 'value'");
			}
			settings.set(setting._id, body.value);
			return {};
		},
	);
}
