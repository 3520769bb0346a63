const crypto = require('k6/crypto');

module.exports = (name) => `hello ${name} ${crypto.md5(name, 'hex')}`;
