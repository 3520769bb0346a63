// A name of summaryTrendStats that is none.
export const options = { summaryTrendStats: ['avg', 'zz'] };

export default function () {}
