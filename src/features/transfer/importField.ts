import type { Html } from '../../html/html';
import { html } from '../../html/html';
import type { Texts } from '../../texts/texts';
import { maximumFile } from './transferFile';

/** Takes one part of a file as text; with a script, a file of any size, which the script sends in parts. */
export const importField = ({ t }: Texts): Html =>
	html`<label class="field"
		>${t('admin_import_file')}<textarea
			name="file"
			rows="6"
			dir="ltr"
			data-file
			data-largest="${maximumFile}"
			required
		></textarea>
	</label>`;
