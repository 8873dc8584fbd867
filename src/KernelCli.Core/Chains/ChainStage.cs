using KernelCli.Primitives;

namespace KernelCli.Chains;

/// <summary>One stage of a built chain, for a person who asked what will be done.</summary>
/// <param name="Name">What it is: "gray", the text of a filter, "write".</param>
/// <param name="Description">How it is done.</param>
/// <param name="Output">Size and format that come out of it.</param>
/// <param name="BufferBytes">Memory that it holds.</param>
public sealed record ChainStage(string Name, string Description, ImageInfo Output, long BufferBytes);
