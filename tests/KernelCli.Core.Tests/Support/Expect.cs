using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace KernelCli.Core.Tests.Support;

/// <summary>Assertions on each of millions of samples, whose messages are put together only where one fails.</summary>
internal static class Expect
{
    /// <summary>Fails with a message unless a condition holds.</summary>
    public static void That([DoesNotReturnIf(false)] bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] ref Message message)
    {
        if (!condition)
            Assert.Fail(message.Text);
    }

    /// <summary>What an interpolated string becomes.</summary>
    [InterpolatedStringHandler]
    public ref struct Message
    {
        private DefaultInterpolatedStringHandler _text;

        public Message(int literalLength, int formattedCount, bool condition, out bool isWanted)
        {
            isWanted = !condition;
            _text = isWanted ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
        }

        public string Text => _text.ToStringAndClear();

        public void AppendLiteral(string value) => _text.AppendLiteral(value);

        public void AppendFormatted<T>(T value, string? format = null) => _text.AppendFormatted(value, format);
    }
}
