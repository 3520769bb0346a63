// All that is used of the SDK of AWS. The build makes one file of it (esbuild.config.mjs), which is loaded with those that ask AWS.
export { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
export { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
export {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
