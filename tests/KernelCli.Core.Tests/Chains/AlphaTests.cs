using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Correlation;
using KernelCli.Core.Tests.Support;

namespace KernelCli.Core.Tests.Chains;

public sealed class AlphaTests
{
    [Theory]
    [InlineData("log:2")]
    [InlineData("dog:2:1")]
    [InlineData("custom:-1,-2,-1:div=-4")]
    [InlineData("custom:-1,-2,-1:norm=sum")]
    [InlineData("unsharp:1:amount=0.7")]
    public void An_opaque_picture_gives_what_it_gives_without_alpha(string spec)
    {
        byte[] gray = CorrelationRunner.Bytes(60 * 20, 1);
        byte[] opaque = [.. gray.SelectMany(v => new byte[] { v, 255 })];
        byte[] plain = Run(gray, 1, AlphaMode.Auto, spec), withAlpha = Run(opaque, 2, AlphaMode.Auto, spec);
        for (int i = 0; i < plain.Length; i++)
        {
            Assert.InRange(withAlpha[2 * i] - plain[i], -1, 1);
            Assert.Equal(255, withAlpha[(2 * i) + 1]);
        }
    }

    [Theory]
    [InlineData(AlphaMode.Auto)]
    [InlineData(AlphaMode.Keep)]
    public void Unsharp_passes_alpha_through(AlphaMode mode)
    {
        byte[] source = CorrelationRunner.Bytes(60 * 20 * 2, 2);
        byte[] result = Run(source, 2, mode, "unsharp:1");
        Assert.Equal(source.Where((_, i) => i % 2 == 1), result.Where((_, i) => i % 2 == 1));
    }

    private static byte[] Run(byte[] source, int channels, AlphaMode alpha, string spec)
    {
        using FilterChain chain = ChainBuilder.Build(MemoryRows.Of(source, 60, 20, channels), [FilterParser.Parse(spec, _ => [])],
            new ChainOptions { Alpha = alpha, Range = RangeMode.Mid }, _ => throw new FileNotFoundException());
        return MemoryRows.ReadAll(chain.Output);
    }
}
