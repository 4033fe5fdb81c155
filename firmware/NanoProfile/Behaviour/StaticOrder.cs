using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MultiAgentEdge.NanoProfile;

/// <summary>
/// Rule NANO121. .NET runs a class's static initialisers before it is first used; a board runs those of an assembly one class after the
/// other when it loads, in the order in which the compiler got the files. One that reads what another class initialises may read zero.
/// Followed through the methods and constructors of the same sources.
/// </summary>
public static class StaticOrder
{
    public static void Check(CSharpCompilation compilation, IEnumerable<SyntaxTree> trees, FindingList findings)
    {
        var reads = new Dictionary<ISymbol, IReadOnlyCollection<IFieldSymbol>>(SymbolEqualityComparer.Default);
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SyntaxNode initialiser in Initialisers(tree.GetRoot(), model))
            {
                INamedTypeSymbol? own = initialiser.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
                    ? model.GetDeclaredSymbol(type) as INamedTypeSymbol
                    : null;
                IFieldSymbol? other = Reads(compilation, initialiser, reads, [])
                    .Where(field => !SymbolEqualityComparer.Default.Equals(field.ContainingType, own))
                    .OrderBy(field => field.ToDisplayString(), StringComparer.Ordinal)
                    .FirstOrDefault();
                if (other is not null)
                {
                    findings.Add(
                        Rules.StaticOrder, initialiser.GetLocation(),
                        $"{own?.Name ?? "a class"} is initialised from {other.ContainingType.Name}.{other.Name}");
                }
            }
        }
    }

    private static IEnumerable<SyntaxNode> Initialisers(SyntaxNode root, SemanticModel model)
    {
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            switch (node)
            {
                case ConstructorDeclarationSyntax { Body: { } body } constructor when constructor.Modifiers.Any(SyntaxKind.StaticKeyword):
                    yield return body;
                    break;
                case VariableDeclaratorSyntax { Initializer.Value: { } value } field
                    when model.GetDeclaredSymbol(field) is IFieldSymbol { IsStatic: true, IsConst: false }:
                    yield return value;
                    break;
                case PropertyDeclarationSyntax { Initializer.Value: { } value } property
                    when model.GetDeclaredSymbol(property) is { IsStatic: true }:
                    yield return value;
                    break;
            }
        }
    }

    /// <summary>Static fields that code reads whose class gives them a value when it is initialised.</summary>
    private static HashSet<IFieldSymbol> Reads(
        CSharpCompilation compilation, SyntaxNode code, Dictionary<ISymbol, IReadOnlyCollection<IFieldSymbol>> known,
        HashSet<ISymbol> under)
    {
        var found = new HashSet<IFieldSymbol>(SymbolEqualityComparer.Default);
        SemanticModel model = compilation.GetSemanticModel(code.SyntaxTree);
        foreach (SyntaxNode node in code.DescendantNodesAndSelf())
        {
            switch (model.GetOperation(node))
            {
                case IFieldReferenceOperation { Field: { IsStatic: true, IsConst: false } field } when IsInitialised(field):
                    found.Add(field);
                    break;
                case IInvocationOperation { TargetMethod: { } method }:
                    found.UnionWith(Of(method));
                    break;
                case IObjectCreationOperation { Constructor: { } constructor }:
                    found.UnionWith(Of(constructor));
                    break;
                case IPropertyReferenceOperation { Property: { } property }:
                    found.UnionWith(property.GetMethod is { } getter ? Of(getter) : []);
                    break;
            }
        }

        return found;

        IReadOnlyCollection<IFieldSymbol> Of(IMethodSymbol method)
        {
            if (known.TryGetValue(method, out IReadOnlyCollection<IFieldSymbol>? before)) { return before; }
            bool isOurs = SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly);
            if (!isOurs || !under.Add(method)) { return []; }
            var read = new HashSet<IFieldSymbol>(SymbolEqualityComparer.Default);
            foreach (SyntaxReference reference in method.DeclaringSyntaxReferences)
                read.UnionWith(Reads(compilation, reference.GetSyntax(), known, under));
            under.Remove(method);
            return known[method] = read;
        }
    }

    /// <summary>In these sources, by more than the zero that memory begins with.</summary>
    private static bool IsInitialised(IFieldSymbol field) =>
        field.DeclaringSyntaxReferences.Any(one => one.GetSyntax() is VariableDeclaratorSyntax { Initializer: not null })
        || (field.DeclaringSyntaxReferences.Length > 0 && field.ContainingType.StaticConstructors.Any(one => !one.IsImplicitlyDeclared));
}
