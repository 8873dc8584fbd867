using KernelCli.Pointwise;

namespace KernelCli.Core.Tests.Pointwise;

/// <summary>Operations on each sample against their formulas, at every length up to several registers.</summary>
public sealed class PointOperationTests
{
    [Fact]
    public void Every_operation_is_its_formula()
    {
        foreach (double white in (double[])[1, 255, 65535])
            for (int length = 0; length < 40; length++)
            {
                var random = new Random(length);
                float[] row = [.. Enumerable.Range(0, length).Select(i => (float)(white * (i % 4 == 0 ? 100 / 255.0 : (2 * random.NextDouble()) - 0.5)))];
                (float level, float more, float full) = ((float)(100 * white / 255), (float)(200 * white / 255), (float)white);
                Check(row, white, new PointOperation(PointKind.Abs), Math.Abs);
                Check(row, white, new PointOperation(PointKind.Invert), value => full - value);
                Check(row, white, new PointOperation(PointKind.Multiply, 0.3), value => value * 0.3f);
                Check(row, white, new PointOperation(PointKind.Add, 100), value => value + level);
                Check(row, white, new PointOperation(PointKind.Threshold, 100), value => value >= level ? full : 0);
                Check(row, white, new PointOperation(PointKind.Clip, 100, 200), value => Math.Clamp(value, level, more));
                Check(row, white, new PointOperation(PointKind.Gamma, 2.2), value => (float)(white * Math.Pow(Math.Max(value / white, 0), 1 / 2.2)), 1e-6 * white);
            }
    }

    [Theory]
    [InlineData(PointKind.Add, double.NaN, 0, "the range of float32")]
    [InlineData(PointKind.Clip, 0, 1e39, "the range of float32")]
    [InlineData(PointKind.Multiply, -1e39, 0, "the range of float32")]
    [InlineData(PointKind.Gamma, 0, 0, "gamma must be above 0")]
    [InlineData(PointKind.Gamma, -1, 0, "gamma must be above 0")]
    [InlineData(PointKind.Clip, 2, 1, "the least value is above the largest")]
    [InlineData(PointKind.Clip, 1, 1, null)]
    [InlineData(PointKind.Add, -1, 0, null)]
    [InlineData(PointKind.Gamma, 0.1, 0, null)]
    [InlineData(PointKind.Multiply, float.MaxValue, 0, null)]
    [InlineData(PointKind.Clip, 0, float.MaxValue, null)]
    public void Numbers_without_a_meaning_are_refused(object kind, double a, double b, string? refusal)
    {
        var operation = new PointOperation((PointKind)kind, a, b);
        if (refusal is null)
            operation.Check();
        else
            Assert.Contains(refusal, Assert.Throws<ArgumentException>(operation.Check).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_a_number_stays_that()
    {
        foreach (PointKind kind in Enum.GetValues<PointKind>())
            if (kind is not PointKind.Gamma)
            {
                float[] row = [.. Enumerable.Repeat(float.NaN, 19)];
                new PointOperation(kind, 1, 2).Run(row, 255);
                Assert.All(row, value => Assert.Equal(float.NaN, value));
            }
    }

    private static void Check(float[] row, double white, PointOperation operation, Func<float, float> expected, double tolerance = 0)
    {
        float[] actual = [.. row];
        operation.Run(actual, white);
        for (int i = 0; i < row.Length; i++)
            Assert.Equal(expected(row[i]), actual[i], tolerance);
    }
}
