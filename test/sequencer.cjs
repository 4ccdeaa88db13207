const { default: Sequencer } = require('@jest/test-sequencer');

/** Folders by how long their files take: what starts last should be short. */
const order = ['e2e', 'app', 'workspace', 'hostile', 'unit'];

/** Long files first, also on a machine that has never run them. */
module.exports = class extends Sequencer {
	sort(tests) {
		const rank = ({ path }) => order.findIndex((folder) => path.includes(`/test/${folder}/`));
		return super.sort(tests).sort((one, other) => rank(one) - rank(other));
	}
};
