using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Metadata;

/// <summary>What must be known of an ICC profile to carry it on.</summary>
internal static class IccProfile
{
    private const int HeaderBytes = 128;

    /// <summary>Whether bytes are a whole profile: one says its own length first.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> profile) =>
        profile.Length >= HeaderBytes && BinaryPrimitives.ReadUInt32BigEndian(profile) == profile.Length;

    /// <summary>Whether a profile describes pixels of this layout: a gray picture cannot carry a colour profile, nor the other way round.</summary>
    public static bool Describes(ReadOnlySpan<byte> profile, PixelLayout layout) =>
        profile.Length >= HeaderBytes && profile[16..20].SequenceEqual(layout is PixelLayout.Gray or PixelLayout.GrayAlpha ? "GRAY"u8 : "RGB "u8);
}
