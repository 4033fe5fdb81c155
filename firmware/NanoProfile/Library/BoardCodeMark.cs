using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace MultiAgentEdge.NanoProfile;

/// <summary>What BoardCode.targets writes into an assembly of board code: it passes the gate itself, so its types need no list.</summary>
internal static class BoardCodeMark
{
    private const string Name = "BoardCode";

    public static bool IsOn(IAssemblySymbol assembly) => assembly.GetAttributes().Any(
        attribute => attribute.AttributeClass?.Name == nameof(System.Reflection.AssemblyMetadataAttribute)
            && attribute.ConstructorArguments is [{ Value: Name }, ..]);

    /// <summary>Whether a file is an assembly that bears it.</summary>
    public static bool IsIn(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using var pe = new PEReader(stream);
        if (!pe.HasMetadata) { return false; }
        MetadataReader metadata = pe.GetMetadataReader();
        if (!metadata.IsAssembly) { return false; }
        foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference) { continue; }
            EntityHandle parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            if (parent.Kind != HandleKind.TypeReference
                || metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name)
                    != nameof(System.Reflection.AssemblyMetadataAttribute)) { continue; }
            BlobReader value = metadata.GetBlobReader(attribute.Value);
            value.ReadUInt16();
            if (value.ReadSerializedString() == Name) { return true; }
        }

        return false;
    }
}
