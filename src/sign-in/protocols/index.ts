import type { Traits } from '../../providers/definition/definition';
import { oauth1 } from './oauth1';
import { oauth2 } from './oauth2';
import { openid } from './openid';
import type { Protocol } from './protocol';

export const protocols: Readonly<Record<Traits['protocol'], Protocol>> = { openid, oauth2, oauth1 };
