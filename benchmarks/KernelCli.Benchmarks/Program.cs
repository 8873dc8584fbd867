using KernelCli.Benchmarks.Table;

if (args is ["table", ..])
    return TableCommand.Run(args.AsSpan(1));
BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(TableCommand).Assembly).Run(args);
return 0;
