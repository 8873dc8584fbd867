namespace KernelCli.Chains.Steps;

/// <summary>One step of a chain of filters, as it was asked for.</summary>
/// <param name="Text">The text it was read from, for messages.</param>
public abstract record FilterStep(string Text);
