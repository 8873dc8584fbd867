using KernelCli.Core.Tests.Support;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.SlidingWindow;

/// <summary>Axes, borders and schedules of rows against counting one position after the other.</summary>
public sealed class WindowGeometryTests
{
    [Fact]
    public void Borders_are_what_walking_there_step_by_step_gives()
    {
        for (int length = 1; length <= 7; length++)
        {
            for (int position = -30; position < 40; position++)
            {
                Assert.Equal(Math.Clamp(position, 0, length - 1), Border.Map(BorderMode.Replicate, position, length));
                Assert.Equal(position >= 0 && position < length ? position : -1, Border.Map(BorderMode.Constant, position, length));
                Assert.Equal(Wrapped(position, length), Border.Map(BorderMode.Wrap, position, length));
                Assert.Equal(Mirrored(position, length, repeatsEdge: true), Border.Map(BorderMode.Symmetric, position, length));
                Assert.Equal(Mirrored(position, length, repeatsEdge: false), Border.Map(BorderMode.Reflect101, position, length));
            }
        }
        Assert.Equal(2, Border.Map(BorderMode.Wrap, 3_000_000_000_002, 3));
        Assert.Equal(1, Border.Map(BorderMode.Symmetric, -6_000_000_000_002, 3));
        Assert.Equal(1, Border.Map(BorderMode.Reflect101, -4_000_000_000_001, 3));
    }

    [Theory]
    [InlineData(10, 3, 1, 1, 1, "same", 10, 1)]
    [InlineData(10, 3, 1, 3, 1, "same", 4, 1)]
    [InlineData(10, 4, 3, 3, 2, "same", 4, 6)]
    [InlineData(10, 3, 1, 1, 1, "valid", 8, 0)]
    [InlineData(10, 3, 1, 4, 2, "valid", 2, 0)]
    [InlineData(10, 3, 1, 1, 2, "full", 14, 4)]
    [InlineData(10, 3, 1, 1, 1, "5,0,2,0", 15, 5)]
    [InlineData(2, 3, 1, 1, 1, "1,0,0,0", 1, 1)]
    public void Outputs_are_those_of_the_formula(int source, int taps, int anchor, int stride, int dilation, string padding, int outputs, int before)
    {
        Padding sides = GeometryText.ParsePadding(padding);
        AxisGeometry axis = AxisGeometry.Create("high", "kernel", source, taps, anchor, stride, dilation, sides.Mode, sides.Top, sides.Bottom);
        Assert.Equal((outputs, before, taps, stride, dilation, source), (axis.Outputs, axis.Before, axis.Taps, axis.Stride, axis.Dilation, axis.SourceLength));
        Assert.Equal(((taps - 1) * dilation) + 1, axis.Span);
        Assert.Equal((2L * stride) - before, axis.Start(2));
        Assert.Equal(Math.Max(before, Math.Abs(axis.Span - 1 - before)), axis.Reach);
        Assert.Equal((7, axis.Outputs, 0), (axis.StartingAt(7).Origin, axis.StartingAt(7).Outputs, axis.Origin));
        AxisGeometry positions = axis.Positions(-4, 9);
        Assert.Equal((source, 9, 1, 1, 1, 4), (positions.SourceLength, positions.Outputs, positions.Taps, positions.Stride, positions.Dilation, positions.Before));
    }

    [Fact]
    public void What_cannot_be_computed_is_refused()
    {
        AxisGeometry Of(int source, int taps, int dilation, int before) =>
            AxisGeometry.Create("wide", "kernel", source, taps, 0, 1, dilation, PaddingMode.Explicit, before, 0);
        Assert.Equal("the kernel is 4 pixels wide, the padded picture only 3 (Parameter 'kernel')", Assert.Throws<KernelTooLargeException>(() => Of(2, 4, 1, 1)).Message);
        Assert.Equal(1, Of(2, 3, 1, 1).Outputs);
        Assert.Throws<KernelTooLargeException>(() => Of(100, 1_000_000, 1_000_000, 0));
        Assert.Equal(2, Of(1, 2, 536_870_910, 536_870_911).Outputs);
        Assert.Contains("536870912 pixels wide", Assert.Throws<KernelTooLargeException>(() => Of(1, 2, 536_870_911, 536_870_911)).Message, StringComparison.Ordinal);
        Assert.Equal((int.MaxValue / 64) - 6, Of(int.MaxValue / 64, 7, 1, 0).Outputs);
        Assert.Throws<ImageLimitException>(() => Of((int.MaxValue / 64) + 1, 1, 1, 0));
        Assert.Equal((0, 1, 2), (AxisGeometry.CountOutputs(2, 3, 1), AxisGeometry.CountOutputs(3, 3, 9), AxisGeometry.CountOutputs(12, 3, 9)));
    }

    [Fact]
    public void Every_row_that_an_output_reads_is_there_in_time_and_no_row_is_read_for_nothing()
    {
        var random = new Random(3);
        for (int run = 0; run < 4000; run++)
        {
            BorderMode border = Enum.GetValues<BorderMode>()[random.Next(5)];
            (int source, int stride) = (random.Next(1, 25), random.Next(1, 4));
            int taps = random.Next(1, 6), dilation = random.Next(1, 3), span = ((taps - 1) * dilation) + 1;
            (int before, int after) = (random.Next(0, 30), random.Next(0, 30));
            if (before + source + after < span)
                continue;
            AxisGeometry axis = AxisGeometry.Create("high", "kernel", source, taps, 0, stride, dilation, PaddingMode.Explicit, before, after);
            (int firstOutput, int above, int below, int kept, int block) = (random.Next(axis.Outputs), random.Next(3), random.Next(3), random.Next(3), random.Next(1, 4));
            int outputs = random.Next(1, axis.Outputs - firstOutput + 1), end = firstOutput + outputs;
            var schedule = new RowSchedule(axis, border, firstOutput, outputs, kept, above, below, block);
            string what = $"run {run}: {border}, {source} rows, {taps} taps, {stride} {dilation} {before} {after}, outputs {firstOutput} to {end}, {above} {below} {kept} {block}";

            int[] Read(int output) => [.. Enumerable.Range((int)axis.Start(output) - above, span + above + below).Select(p => Border.Map(border, p, source)).Where(row => row >= 0)];
            int[][] read = [.. Enumerable.Range(firstOutput, outputs).Select(Read)];
            bool isMirrored = border is not (BorderMode.Replicate or BorderMode.Constant);
            int most = 0;
            for (int i = 0; i < outputs; i++)
            {
                (int first, int last) = (schedule.FirstNeeded(firstOutput + i), schedule.LastNeeded(firstOutput + i));
                Expect.That(read[i..].SelectMany(row => row).All(row => row >= first), $"{what}: the first row of output {i}, {first}");
                Expect.That(read[..(i + 1)].SelectMany(row => row).All(row => row <= last), $"{what}: the last row of output {i}, {last}");
                Expect.That(isMirrored || first == Math.Clamp(axis.Start(firstOutput + i) - Math.Max(kept, above), 0, source - 1), $"{what}: too early {first}");
                long under = Math.Min(axis.Start(firstOutput + i) + span - 1 + below + block - 1, axis.Start(end - 1) + span - 1 + below);
                Expect.That(isMirrored || last == Math.Max(Math.Clamp(under, 0, source - 1), border is BorderMode.Replicate && axis.Start(firstOutput) < above ? 0 : -1), $"{what}: too late {last}");
                most = Math.Max(most, last - first + 1);
            }
            Expect.That(schedule.Capacity >= most && schedule.Capacity <= source, $"{what}: {schedule.Capacity} rows are kept, {most} are needed");
            Expect.That(isMirrored || schedule.Capacity <= span + Math.Max(kept, above) + below + block - 1, $"{what}: {schedule.Capacity} rows are kept");
            Assert.Equal((schedule.FirstNeeded(firstOutput), schedule.LastNeeded(end - 1)), (schedule.FirstSource, schedule.LastSource));
            int[] direct = [.. Enumerable.Range(-60, 160).SelectMany(i => Enumerable.Range(0, taps).Select(t => (i * stride) + (t * dilation) - before))];
            for (int row = 0; row < source; row++)
                Expect.That(schedule.IsUsed(row) || !direct.Contains(row), $"{what}: row {row} is read");
            if (border is BorderMode.Constant)
                for (int row = 0; row < source; row++)
                    Expect.That(!schedule.IsUsed(row) || stride == 1 || direct.Contains(row), $"{what}: row {row} is not read");
        }
    }

    [Theory]
    [InlineData(SampleType.UInt8, 99.5, "64")]
    [InlineData(SampleType.UInt8, 99.4, "63")]
    [InlineData(SampleType.UInt8, -3, "00")]
    [InlineData(SampleType.UInt8, 900, "FF")]
    [InlineData(SampleType.UInt16, 258.5, "0301")]
    [InlineData(SampleType.UInt16, 70000, "FFFF")]
    [InlineData(SampleType.Float32, -1.5, "0000C0BF")]
    public void A_constant_is_rounded_half_up_to_a_sample(SampleType type, double value, string bytes)
    {
        Assert.Equal(bytes, Convert.ToHexString(WindowPlan.SampleOf(value, type)));
        string white = Convert.ToHexString(WindowPlan.SampleOf(1, type));
        Assert.Equal(bytes + bytes + bytes, Convert.ToHexString(WindowPlan.PixelOf(value, new PixelFormat(PixelLayout.Rgb, type), white: 1)));
        Assert.Equal(bytes + white, Convert.ToHexString(WindowPlan.PixelOf(value, new PixelFormat(PixelLayout.GrayAlpha, type), white: 1)));
    }

    // Goes from 0 to a position step by step; past either end of the picture it goes on at the other.
    private static int Wrapped(int position, int length)
    {
        int at = 0;
        for (int step = 0; step < Math.Abs(position); step++)
            at = position > 0 ? at == length - 1 ? 0 : at + 1 : at == 0 ? length - 1 : at - 1;
        return at;
    }

    // Goes to a position step by step and turns back at each end, where the pixel at the end comes once or twice.
    private static int Mirrored(int position, int length, bool repeatsEdge)
    {
        (int at, int direction) = (0, Math.Sign(position));
        for (int step = 0; step < Math.Abs(position); step++)
        {
            int next = at + direction;
            if (next >= 0 && next < length)
            {
                at = next;
                continue;
            }
            direction = -direction;
            at = repeatsEdge ? at : Math.Clamp(at + direction, 0, length - 1);
        }
        return at;
    }
}
