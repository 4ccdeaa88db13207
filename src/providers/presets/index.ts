import type { Preset } from '../definition/definition';
import { auth0 } from './auth0';
import { authentik } from './authentik';
import { cognito } from './cognito';
import { discord } from './discord';
import { facebook } from './facebook';
import { gitea } from './gitea';
import { github } from './github';
import { githubEnterprise } from './github_enterprise';
import { gitlab } from './gitlab';
import { google } from './google';
import { invision } from './invision';
import { ips4 } from './ips4';
import { kakao } from './kakao';
import { keycloak } from './keycloak';
import { line } from './line';
import { linkedin } from './linkedin';
import { mattermost } from './mattermost';
import { meteor } from './meteor';
import { microsoft } from './microsoft';
import { nextcloud } from './nextcloud';
import { slack } from './slack';
import { twitch } from './twitch';
import { wordpress } from './wordpress';
import { wordpressCom } from './wordpress_com';
import { yahoo } from './yahoo';
import { zitadel } from './zitadel';

/** What a custom provider can be made of, in the order in which the admin sees them: by their names. */
export const presets: readonly Preset[] = [
	cognito,
	auth0,
	authentik,
	discord,
	facebook,
	gitea,
	github,
	githubEnterprise,
	gitlab,
	google,
	invision,
	ips4,
	kakao,
	keycloak,
	line,
	linkedin,
	mattermost,
	meteor,
	microsoft,
	nextcloud,
	slack,
	twitch,
	wordpress,
	wordpressCom,
	yahoo,
	zitadel,
];
