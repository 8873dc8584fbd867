using KernelCli.Benchmarks.Peers;
using KernelCli.Benchmarks.Table;

if (args is ["table", ..])
    return TableCommand.Run(args.AsSpan(1));
if (args is ["cliffs", ..])
    return KernelCli.Benchmarks.Cliffs.CliffsCommand.Run(args.AsSpan(1));
if (args is ["layer", ..])
    return LayerCommand.Run(args.AsSpan(1));
if (args is ["jpeg", ..])
    return JpegCommand.Run(args.AsSpan(1));
if (args is ["imagesharp"])
    return KernelCli.Benchmarks.Peers.ImageSharp.ImageSharpCommand.Run();
BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(TableCommand).Assembly).Run(args);
return 0;
