namespace KernelCli.Benchmarks.Table;

/// <summary>One timed operation: its name, its sample type, what it does through the public API, and what checks it.</summary>
/// <param name="Name">The name that the peer program uses too.</param>
/// <param name="Type">u8 or f32.</param>
/// <param name="Run">Runs it once.</param>
/// <param name="Check">Throws where a crop of the result is wrong.</param>
internal sealed record Operation(string Name, string Type, Action Run, Action Check);
