using KernelCli.Chains;
using KernelCli.Chains.Parsing;

namespace KernelCli.Core.Tests.Support;

/// <summary>The filters of a chain from one text.</summary>
internal static class Steps
{
    /// <summary>The filters of specs with spaces between them, such as <c>box:3 mask:m</c>.</summary>
    public static FilterStep[] Of(string specs) => [.. specs.Split(' ').Select(spec => FilterParser.Parse(spec))];
}
