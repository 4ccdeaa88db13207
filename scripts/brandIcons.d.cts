import type { Plugin } from 'esbuild';

export declare const brandIconsPlugin: Plugin;
