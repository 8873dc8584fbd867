namespace KernelCli.Chains;

/// <summary>What is filtered of a colour picture.</summary>
public enum ChannelMode
{
    /// <summary>Its luma.</summary>
    Gray,

    /// <summary>Every colour channel.</summary>
    Color,
}
