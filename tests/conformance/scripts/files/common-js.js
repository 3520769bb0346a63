// CommonJS: k6's modules, a file of its own, exports by name.
const { sleep } = require('k6');
const http = require('k6/http');
const greet = require('./files/greeting.js');

exports.options = { iterations: 2 };

exports.default = async function () {
  const { status } = await http.get(`http://127.0.0.1:${__ENV.HTTP_PORT}/echo`);
  await sleep(0.01);
  console.log(status, greet('you'), __ITER);
};

exports.handleSummary = ({ metrics }) => ({ stdout: `${metrics.iterations.values.count} iterations` });

exports.teardown = function () {
  console.log('torn down');
};
