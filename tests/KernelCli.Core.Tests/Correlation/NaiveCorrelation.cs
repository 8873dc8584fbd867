using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>The definition, tap by tap, in decimal or double arithmetic; shares nothing with the engine but the options' types.</summary>
internal static class NaiveCorrelation
{
    /// <summary>The unrounded results as exact decimals, for samples and weights that are decimals of few digits.</summary>
    public static decimal[] Exact(ReadOnlySpan<byte> source, int width, int height, int channels, Kernel kernel, CorrelationOptions options, out int outWidth, out int outHeight)
    {
        int[] flat = Array.ConvertAll(source.ToArray(), b => (int)b);
        return Sum(flat, width, height, channels, kernel, options, (decimal)Math.Floor(options.Border.Value + 0.5), sample => sample,
            weight => (decimal)weight, (sum, weight, value) => sum + (weight * value), out outWidth, out outHeight)
            .ConvertAllTo(sum => (sum * (decimal)kernel.Multiplier / (decimal)kernel.Divisor) + (decimal)kernel.Bias);
    }

    /// <summary>The unrounded results in double; the constant border and the bias are scaled to <paramref name="fullRange"/>.</summary>
    public static double[] Real(ReadOnlySpan<float> source, int width, int height, int channels, Kernel kernel, CorrelationOptions options, double fullRange, out int outWidth, out int outHeight) =>
        Sum(source.ToArray(), width, height, channels, kernel, options, options.Border.Value * fullRange / 255, sample => sample,
            weight => weight, (sum, weight, value) => sum + (weight * value), out outWidth, out outHeight)
            .ConvertAllTo(sum => (sum * kernel.Multiplier / kernel.Divisor) + (kernel.Bias * fullRange / 255));

    /// <summary>The unrounded results of samples that are double already.</summary>
    public static double[] Real(double[] source, int width, int height, int channels, Kernel kernel, CorrelationOptions options) =>
        Real(source, width, height, channels, kernel, options, out _, out _);

    /// <summary>The unrounded results of samples that are double already, and their size. A weight of 0 looks at nothing.</summary>
    public static double[] Real(double[] source, int width, int height, int channels, Kernel kernel, CorrelationOptions options, out int outWidth, out int outHeight) =>
        Sum(source, width, height, channels, kernel, options, options.Border.Value, sample => sample, weight => weight, (sum, weight, value) => weight == 0 ? sum : sum + (weight * value), out outWidth, out outHeight)
            .ConvertAllTo(sum => (sum * kernel.Multiplier / kernel.Divisor) + kernel.Bias);

    public static byte ToByte(decimal value) => (byte)Math.Clamp(Math.Floor(value + 0.5m), 0, 255);

    private static TTo[] ConvertAllTo<TFrom, TTo>(this TFrom[] values, Converter<TFrom, TTo> convert) => Array.ConvertAll(values, convert);

    private static TSum[] Sum<TSample, TSum>(
        TSample[] source, int width, int height, int channels, Kernel kernel, CorrelationOptions options, TSum constant,
        Converter<TSample, TSum> value, Converter<double, TSum> weight, Func<TSum, TSum, TSum, TSum> add, out int outWidth, out int outHeight)
        where TSum : struct
    {
        int spanX = (kernel.Width - 1) * options.Dilation.X, spanY = (kernel.Height - 1) * options.Dilation.Y;
        int anchorX = options.Convolve ? kernel.Width - 1 - kernel.AnchorX : kernel.AnchorX;
        int anchorY = options.Convolve ? kernel.Height - 1 - kernel.AnchorY : kernel.AnchorY;
        (int left, int right, int top, int bottom) = options.Padding.Mode switch
        {
            PaddingMode.Same => (anchorX * options.Dilation.X, 0, anchorY * options.Dilation.Y, 0),
            PaddingMode.Valid => (0, 0, 0, 0),
            PaddingMode.Full => (spanX, spanX, spanY, spanY),
            _ => (options.Padding.Left, options.Padding.Right, options.Padding.Top, options.Padding.Bottom),
        };
        bool same = options.Padding.Mode is PaddingMode.Same;
        outWidth = same ? (width + options.Stride.X - 1) / options.Stride.X : ((width + left + right - spanX - 1) / options.Stride.X) + 1;
        outHeight = same ? (height + options.Stride.Y - 1) / options.Stride.Y : ((height + top + bottom - spanY - 1) / options.Stride.Y) + 1;

        TSum[] samples = Array.ConvertAll(source, value), weights = Array.ConvertAll(kernel.ToArray(), weight);
        if (options.Convolve)
            Array.Reverse(weights);
        int[] columns = Places(outWidth, options.Stride.X, kernel.Width, options.Dilation.X, left, width, options.Border.Mode);
        int[] rows = Places(outHeight, options.Stride.Y, kernel.Height, options.Dilation.Y, top, height, options.Border.Mode);
        var result = new TSum[outWidth * outHeight * channels];
        for (int y = 0; y < outHeight; y++)
            for (int x = 0; x < outWidth; x++)
                for (int c = 0; c < channels; c++)
                {
                    TSum sum = default;
                    for (int j = 0; j < kernel.Height; j++)
                        for (int i = 0; i < kernel.Width; i++)
                        {
                            (int row, int column) = (rows[(y * kernel.Height) + j], columns[(x * kernel.Width) + i]);
                            sum = add(sum, weights[(j * kernel.Width) + i], row < 0 || column < 0 ? constant : samples[(((row * width) + column) * channels) + c]);
                        }
                    result[(((y * outWidth) + x) * channels) + c] = sum;
                }
        return result;
    }

    /// <summary>The sample under each tap of each output along an axis; -1 for the constant border.</summary>
    internal static int[] Places(int outputs, int stride, int taps, int dilation, int before, int length, BorderMode border) =>
        [.. from output in Enumerable.Range(0, outputs) from tap in Enumerable.Range(0, taps) select Outside((output * stride) + (tap * dilation) - before, length, border)];

    // Walks step by step, as the pictures in the documentation are drawn, instead of folding with a remainder.
    internal static int Outside(int at, int length, BorderMode border)
    {
        if (at >= 0 && at < length)
            return at;
        if (border is BorderMode.Constant)
            return -1;
        if (border is BorderMode.Replicate)
            return at < 0 ? 0 : length - 1;
        bool before = at < 0;
        int index = before ? 0 : length - 1, direction = before ? 1 : -1;
        for (int steps = before ? -at : at - (length - 1); steps > 0; steps--)
        {
            bool first = steps == (before ? -at : at - (length - 1));
            if (border is BorderMode.Wrap)
                index = (index - direction + length) % length;
            else if (border is BorderMode.Symmetric && first)
                continue;
            else if (index + direction >= 0 && index + direction < length)
                index += direction;
            else
            {
                direction = -direction;
                if (border is BorderMode.Reflect101 && length > 1)
                    index += direction;
            }
        }
        return index;
    }
}
