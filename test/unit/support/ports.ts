import { ProcessMemory } from '../../../src/host/memory';
import { CoreAccounts } from './core';
import { MemoryEnvironment } from './environment';
import { RecordingJobs } from './jobs';
import { Mailbox } from './mailbox';
import { MemoryRooms } from './rooms';
import { MemorySettings } from './settings';
import { MemoryStore } from './store';
import { nobodyAnswers, ScriptedTransport } from './transport';
import type { Ports } from '../../../src/ports/ports';

export const appPath = '/api/apps/public/an-app';

/** The ports of an app in a workspace that nobody has touched; whatever a test is about is put in its place. */
export const portsWith = (ports: Partial<Ports> = {}): Ports => ({
	appPath,
	transport: new ScriptedTransport((_request, url) => nobodyAnswers(url)),
	store: new MemoryStore(),
	appSettings: new MemorySettings(),
	appSettingWriter: { updateValue: async () => undefined },
	serverSettings: new MemorySettings(workspaceSettings),
	environment: new MemoryEnvironment(),
	directory: new CoreAccounts(),
	messenger: new Mailbox(),
	rooms: new MemoryRooms(),
	jobs: new RecordingJobs(),
	memory: new ProcessMemory(),
	form: { provideSections: async () => undefined, refresh: async () => undefined },
	now: () => Date.now(),
	...ports,
});

/** The settings of core that a sign-in looks at, with core's own defaults. */
export const workspaceSettings: Readonly<Record<string, unknown>> = {
	Site_Name: 'Example',
	Site_Url: 'https://chat.example.com',
	Language: 'en',
	Accounts_Registration_AuthenticationServices_Enabled: true,
	Accounts_ManuallyApproveNewUsers: false,
	Accounts_AllowedDomainsList: '',
	UTF8_User_Names_Validation: '[0-9a-zA-Z-_.]+',
	UTF8_Names_Slugify: true,
	Accounts_BlockedUsernameList: '',
	Accounts_SetDefaultAvatar: true,
};

/** Core's CAS login as it is installed. */
export const casSettings: Readonly<Record<string, unknown>> = {
	...{ CAS_enabled: false, CAS_base_url: '', CAS_version: '1.0', CAS_login_url: '', CAS_trust_username: false },
	...{ CAS_Creation_User_Enabled: true, CAS_Sync_User_Data_Enabled: true, CAS_Sync_User_Data_FieldMap: '' },
};
